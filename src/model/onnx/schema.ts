/**
 * The part of the ONNX file format that we read and write, as a protobuf schema.
 * Field numbers and enum values: ONNX specification, onnx.proto3 (IR version 10).
 */
import type { Type } from 'protobufjs';

/** Tensor element types of ONNX (`TensorProto.DataType`). */
export const DataType = {
  float: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  bfloat16: 16,
} as const;
export type DataType = (typeof DataType)[keyof typeof DataType];

/** `AttributeProto.AttributeType`. */
export const AttributeType = {
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  graph: 5,
  floats: 6,
  ints: 7,
} as const;

/** `TensorProto.DataLocation`: the bytes lie in a file beside the model. */
export const EXTERNAL_DATA = 1;

export interface StringEntry {
  key: string;
  value: string;
}

export interface TensorProto {
  dims: number[];
  dataType: number;
  name: string;
  rawData?: Uint8Array;
  floatData?: number[];
  int32Data?: number[];
  externalData?: StringEntry[];
  dataLocation?: number;
}

export interface AttributeProto {
  name: string;
  type: number;
  f?: number;
  i?: number;
  s?: Uint8Array;
  g?: GraphProto;
  floats?: number[];
  ints?: number[];
}

export interface NodeProto {
  input: string[];
  output: string[];
  name: string;
  opType: string;
  domain: string;
  attribute: AttributeProto[];
}

export interface DimensionProto {
  dimValue?: number;
  dimParam?: string;
}

export interface ValueInfoProto {
  name: string;
  type: { tensorType: { elemType: number; shape?: { dim: DimensionProto[] } } };
}

export interface GraphProto {
  name: string;
  docString: string;
  node: NodeProto[];
  initializer: TensorProto[];
  input: ValueInfoProto[];
  output: ValueInfoProto[];
}

export interface ModelProto {
  irVersion: number;
  producerName: string;
  producerVersion: string;
  opsetImport: { domain: string; version: number }[];
  graph: GraphProto;
}

const SCHEMA = `
  syntax = "proto3";
  message StringEntry { string key = 1; string value = 2; }
  message TensorProto {
    repeated int64 dims = 1; int32 data_type = 2; repeated float float_data = 4; repeated int32 int32_data = 5;
    string name = 8; bytes raw_data = 9; repeated StringEntry external_data = 13; int32 data_location = 14;
  }
  message AttributeProto {
    string name = 1; float f = 2; int64 i = 3; bytes s = 4; GraphProto g = 6; repeated float floats = 7; repeated int64 ints = 8;
    int32 type = 20;
  }
  message NodeProto {
    repeated string input = 1; repeated string output = 2; string name = 3; string op_type = 4;
    repeated AttributeProto attribute = 5; string domain = 7;
  }
  message Dimension { oneof value { int64 dim_value = 1; string dim_param = 2; } }
  message Shape { repeated Dimension dim = 1; }
  message TensorType { int32 elem_type = 1; Shape shape = 2; }
  message TypeProto { TensorType tensor_type = 1; }
  message ValueInfoProto { string name = 1; TypeProto type = 2; }
  message GraphProto {
    repeated NodeProto node = 1; string name = 2; repeated TensorProto initializer = 5; string doc_string = 10;
    repeated ValueInfoProto input = 11; repeated ValueInfoProto output = 12;
  }
  message OperatorSetId { string domain = 1; int64 version = 2; }
  message ModelProto {
    int64 ir_version = 1; string producer_name = 2; string producer_version = 3; GraphProto graph = 7;
    repeated OperatorSetId opset_import = 8;
  }
`;

let parsed: Promise<Record<'model' | 'node' | 'tensor', Type>> | undefined;

/** Parsed on first use, because a question about a built model needs no such file. */
function messageTypes(): NonNullable<typeof parsed> {
  parsed ??= import('protobufjs').then(({ default: protobuf }) => {
    const { root } = protobuf.parse(SCHEMA);
    const [model, node, tensor] = ['ModelProto', 'NodeProto', 'TensorProto'].map((name) =>
      root.lookupType(name),
    );
    return { model: model!, node: node!, tensor: tensor! };
  });
  return parsed;
}

/** Encodes a model as the bytes of an `.onnx` file. */
export async function encodeModel(model: ModelProto): Promise<Uint8Array> {
  const { model: type } = await messageTypes();
  return type.encode(type.fromObject(model)).finish();
}

// Shapes and integer attributes fit a double; `defaults` sets every field of the interfaces.
const conversion = { longs: Number, defaults: true };

/** Fields outside the schema above are dropped. @throws Error on malformed bytes */
export async function decodeNode(bytes: Uint8Array): Promise<NodeProto> {
  const { node } = await messageTypes();
  return node.toObject(node.decode(bytes), conversion) as unknown as NodeProto;
}

/** As `decodeNode`. */
export async function decodeTensor(bytes: Uint8Array): Promise<TensorProto> {
  const { tensor } = await messageTypes();
  return tensor.toObject(tensor.decode(bytes), conversion) as unknown as TensorProto;
}
