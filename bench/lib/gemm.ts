import * as ort from 'onnxruntime-node';
import { DataType, encodeModel } from '../../src/model/onnx/schema.ts';
import { GraphBuilder } from '../../src/model/onnx/graphBuilder.ts';

/**
 * Floating-point operations per second of a plain float32 matrix product in the same runtime, of the shape that takes
 * most of the reader's time: [512, 512] · [512, 1408], the right side constant and so packed in advance.
 */
export async function measureGemm(seconds: number): Promise<number> {
  const [m, k, n] = [512, 512, 1408];
  const graph = new GraphBuilder('gemm', '');
  // A chain of products, so that the cost of starting a run is spread as it is in the reader.
  const chain = 16;
  const a = graph.input('a', DataType.float, [m, k]);
  const right = graph.floats('right', filled(k * n), [k, n]);
  for (let i = 0; i < chain; i++) {
    const scaled = graph.op('Mul', [a, graph.float(1 + i / 64)]);
    const product = graph.op('MatMul', [scaled, right]);
    graph.output(
      `c${i}`,
      graph.op('Slice', [product, graph.ints([0, 0]), graph.ints([1, 1])]),
      DataType.float,
      [1, 1],
    );
  }
  const session = await ort.InferenceSession.create(await encodeModel(graph.build()));
  const feeds = { a: new ort.Tensor('float32', filled(m * k), [m, k]) };
  await session.run(feeds);
  const started = performance.now();
  let runs = 0;
  while (performance.now() - started < seconds * 1000) {
    await session.run(feeds);
    runs++;
  }
  const elapsed = (performance.now() - started) / 1000;
  await session.release();
  return (runs * chain * 2 * m * k * n) / elapsed;
}

function filled(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => ((i * 2654435761) % 1000) / 1000 - 0.5);
}
