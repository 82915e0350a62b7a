import { AttributeType, DataType, EXTERNAL_DATA } from './schema.ts';
import type {
  AttributeProto,
  GraphProto,
  ModelProto,
  NodeProto,
  TensorProto,
  ValueInfoProto,
} from './schema.ts';

/** Name of a value in a graph. */
export type Value = string;

/** A dimension: a number if fixed, a name if it varies between runs. */
export type Dim = number | string;

export type AttributeValue = number | string | readonly number[] | { readonly float: number } | GraphProto;

/** Place of a tensor's bytes in the weights file. */
export interface ExternalBytes {
  readonly file: string;
  readonly offset: number;
  readonly length: number;
}

const MICROSOFT = 'com.microsoft';
const OPSET = 20;
const IR_VERSION = 10;

/** Builds one ONNX graph, node by node. It names intermediate values; the caller names inputs and outputs. */
export class GraphBuilder {
  private nodes: NodeProto[] = [];
  private readonly initializers: TensorProto[] = [];
  private readonly inputs: ValueInfoProto[] = [];
  private readonly outputs: ValueInfoProto[] = [];
  private readonly constants = new Map<string, Value>();
  private counter = 0;
  private readonly name: string;
  private readonly doc: string;

  constructor(name: string, doc: string) {
    this.name = name;
    this.doc = doc;
  }

  input(name: string, type: DataType, dims: readonly Dim[]): Value {
    this.inputs.push(valueInfo(name, type, dims));
    return name;
  }

  /** Declares `value` as an output; its name in the graph is `name`. */
  output(name: string, value: Value, type: DataType, dims: readonly Dim[]): void {
    this.nodes.push({ input: [value], output: [name], name, opType: 'Identity', domain: '', attribute: [] });
    this.outputs.push(valueInfo(name, type, dims));
  }

  /** Adds a standard operator with one output. */
  op(opType: string, inputs: readonly Value[], attributes: Record<string, AttributeValue> = {}): Value {
    return this.node('', opType, inputs, 1, attributes)[0]!;
  }

  /** Adds an operator of the runtime's own set (`com.microsoft`). An empty input name means "not given". */
  msOp(
    opType: string,
    inputs: readonly Value[],
    outputCount: number,
    attributes: Record<string, AttributeValue> = {},
  ): Value[] {
    return this.node(MICROSOFT, opType, inputs, outputCount, attributes);
  }

  /**
   * Adds a choice between two parts of the graph, of which a run computes one. Both may use every value outside of them;
   * what is computed inside stays there, but for the results.
   * @param condition bool of one element
   * @param types of the results
   * @param then @param otherwise add nodes and return as many values
   */
  either(
    condition: Value,
    types: readonly DataType[],
    then: () => readonly Value[],
    otherwise: () => readonly Value[],
  ): Value[] {
    const branches = { then_branch: this.part(types, then), else_branch: this.part(types, otherwise) };
    return this.node('', 'If', [condition], types.length, branches);
  }

  ints(values: readonly number[]): Value {
    return this.constant(
      `i${values.join(',')}`,
      DataType.int64,
      [values.length],
      BigInt64Array.from(values, BigInt),
    );
  }

  /** A scalar (rank 0) integer. */
  int(value: number): Value {
    return this.constant(`s${value}`, DataType.int64, [], BigInt64Array.of(BigInt(value)));
  }

  /** A scalar (rank 0) float32. */
  float(value: number): Value {
    return this.constant(`f${value}`, DataType.float, [], Float32Array.of(value));
  }

  floats(name: string, values: Float32Array, dims: readonly number[]): Value {
    return this.constant(name, DataType.float, dims, values);
  }

  /** A tensor whose bytes lie in the weights file. */
  external(name: string, type: DataType, dims: readonly number[], at: ExternalBytes): Value {
    if (!this.constants.has(name)) {
      this.constants.set(name, name);
      this.initializers.push({
        name,
        dims: [...dims],
        dataType: type,
        dataLocation: EXTERNAL_DATA,
        externalData: [
          { key: 'location', value: at.file },
          { key: 'offset', value: String(at.offset) },
          { key: 'length', value: String(at.length) },
        ],
      });
    }
    return name;
  }

  /** The finished graph; see `encodeModel`. */
  build(): ModelProto {
    const graph: GraphProto = {
      name: this.name,
      docString: this.doc,
      node: this.nodes,
      initializer: this.initializers,
      input: this.inputs,
      output: this.outputs,
    };
    return {
      irVersion: IR_VERSION,
      producerName: 'infiniask',
      producerVersion: '1',
      opsetImport: [
        { domain: '', version: OPSET },
        { domain: MICROSOFT, version: 1 },
      ],
      graph,
    };
  }

  private node(
    domain: string,
    opType: string,
    inputs: readonly Value[],
    outputCount: number,
    attributes: Record<string, AttributeValue>,
  ): Value[] {
    const id = `${opType}_${this.counter++}`;
    const output = Array.from({ length: outputCount }, (_, i) => (outputCount === 1 ? id : `${id}:${i}`));
    const attribute = Object.entries(attributes).map(([name, value]) => toAttribute(name, value));
    this.nodes.push({ input: [...inputs], output, name: id, opType, domain, attribute });
    return output;
  }

  private part(types: readonly DataType[], add: () => readonly Value[]): GraphProto {
    const outside = this.nodes;
    this.nodes = [];
    const name = `part_${this.counter++}`;
    const output = add().map((value, i) => {
      // Also what a part takes from outside is a result under a name of its own.
      const result = this.op('Identity', [value]);
      return { name: result, type: { tensorType: { elemType: types[i]! } } };
    });
    const part: GraphProto = { name, docString: '', node: this.nodes, initializer: [], input: [], output };
    this.nodes = outside;
    return part;
  }

  private constant(
    name: string,
    type: DataType,
    dims: readonly number[],
    data: Float32Array | BigInt64Array,
  ): Value {
    if (!this.constants.has(name)) {
      this.constants.set(name, name);
      const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      this.initializers.push({ name, dims: [...dims], dataType: type, rawData });
    }
    return name;
  }
}

function valueInfo(name: string, elemType: DataType, dims: readonly Dim[]): ValueInfoProto {
  const dim = dims.map((d) => (typeof d === 'number' ? { dimValue: d } : { dimParam: d }));
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}

function toAttribute(name: string, value: AttributeValue): AttributeProto {
  if (typeof value === 'string')
    return { name, type: AttributeType.string, s: new TextEncoder().encode(value) };
  if (typeof value === 'number') return { name, type: AttributeType.int, i: value };
  if ('node' in value) return { name, type: AttributeType.graph, g: value };
  if ('float' in value) return { name, type: AttributeType.float, f: value.float };
  return { name, type: AttributeType.ints, ints: [...value] };
}
