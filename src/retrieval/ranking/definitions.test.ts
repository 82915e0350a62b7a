import { describe, expect, it } from 'vitest';
import { isDefinition, isSignature, nameDefined } from './definitions.ts';

const defines = (line: string, name: string): boolean => isDefinition(line, line.indexOf(name), name);

describe('isDefinition', () => {
  it.each([
    ['class RideBook:', 'RideBook'],
    ['  async def finish(self, bike):', 'finish'],
    ['export default abstract class Panel extends Base {', 'Panel'],
    ['export const ruleWeights: RuleWeights = {', 'ruleWeights'],
    ['func (l *Lock) Open(ctx context.Context) error {', 'Open'],
    ['pub(crate) unsafe fn open<T>(path: T) -> File {', 'open'],
    ['impl<T> Router<T> {', 'Router'],
    ['    private static final Map<String, Session> open(int a) {', 'open'],
    ['fun <T> Table.insertAll(rows: List<T>) {', 'insertAll'],
    ['#define EARTH_RADIUS 6371', 'EARTH_RADIUS'],
    ['CURLcode Curl_open(struct Curl_easy **curl)', 'Curl_open'],
    ['defmodule Ecto.Changeset do', 'Changeset'],
    ['toJSON :: a -> Value', 'toJSON'],
    ['res.send = function send(body) {', 'send'],
    ['  render() {', 'render'],
    ['local function tidy(a)', 'tidy'],
    ['M.setup = function(opts)', 'setup'],
    ['log_line() {', 'log_line'],
    ['SNAP_DISTANCE_M = 45', 'SNAP_DISTANCE_M'],
  ])('%s', (line, name) => {
    expect(defines(line, name)).toBe(true);
  });

  it.each([
    ['    ride = book.finish(4711)', 'finish'],
    ['return Curl_open(curl);', 'Curl_open'],
    ['  new Panel(this)', 'Panel'],
    ['if (isOpen(door)) {', 'isOpen'],
    ['from .stations import Station', 'Station'],
    ['# the class of a Station', 'Station'],
    ['x = SNAP_DISTANCE_M', 'SNAP_DISTANCE_M'],
    ['if SNAP_DISTANCE_M == 45:', 'SNAP_DISTANCE_M'],
    ['  render();', 'render'],
  ])('not: %s', (line, name) => {
    expect(defines(line, name)).toBe(false);
  });

  it('looks at no more of a line than people write', () => {
    const line = `${'function ('.repeat(100_000)}open() {`;
    expect(isDefinition(line, line.length - 8, 'open')).toBe(false);
    expect(isDefinition(`class Lock ${'('.repeat(1_000_000)}`, 6, 'Lock')).toBe(true);
  });
});

describe('isSignature', () => {
  it.each([
    'class RideBook:',
    '  async def finish(self, bike):',
    'export function open(door) {',
    'func (l *Lock) Open(ctx context.Context) error {',
    'int main(int argc, char **argv) {',
    '  render() {',
    'const open = (door) => {',
    'defmodule Ecto.Changeset do',
    '// This module opens doors.',
  ])('is %s', (line) => {
    expect(isSignature(line)).toBe(true);
  });

  it.each([
    'ride = book.finish(4711)',
    'if (isOpen(door)) {',
    '} else if (isOpen(door)) {',
    'for (const door of doors) {',
    'open(door);',
    'x = 1',
    '}',
    '',
  ])('is not %s', (line) => {
    expect(isSignature(line)).toBe(false);
  });
});

describe('nameDefined', () => {
  it.each([
    ['def get_root(name: str) -> str:', 'get_root'],
    ['export default function combine(base, relative) {', 'combine'],
    ['function M.float(cmd, opts)', 'float'],
    ['    public static function isHost(string $host): bool', 'isHost'],
    ['func (c *Command) initAll(args []string) {', 'initAll'],
    ['FILE* uv__open_file(const char* path) {', 'uv__open_file'],
    ['  static String separate(String name, char separator) {', 'separate'],
    ['async function resolveAll(', 'resolveAll'],
    ['class Fines(Ledger):', 'Fines'],
  ])('of %s is %s', (line, name) => {
    expect(nameDefined(line)).toBe(name);
  });

  it('is none of a line that defines nothing', () => {
    expect(nameDefined('    return combine(base, relative);')).toBeUndefined();
    expect(nameDefined('')).toBeUndefined();
  });
});
