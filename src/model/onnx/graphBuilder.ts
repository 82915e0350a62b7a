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

export type AttributeValue = number | string | readonly number[] | { readonly float: number };

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
  private readonly nodes: NodeProto[] = [];
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
  if ('float' in value) return { name, type: AttributeType.float, f: value.float };
  return { name, type: AttributeType.ints, ints: [...value] };
}
