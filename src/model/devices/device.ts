/** Where a model can run. */
import type { InferenceSession } from 'onnxruntime-node';

/** By the execution provider of the runtime. */
export type DeviceId = 'cuda' | 'dml' | 'coreml' | 'webgpu' | 'cpu';

/** In order of promise: what is made for one maker's chips before what runs on all of them. */
export const deviceIds: readonly DeviceId[] = ['cuda', 'dml', 'coreml', 'webgpu', 'cpu'];

/**
 * The devices that a build of the runtime knows, in order of promise; whether one is there, only a trial tells.
 * @param backends of the runtime, as `listSupportedBackends` names them
 */
export function devicesOf(backends: readonly { readonly name: string }[]): DeviceId[] {
  return deviceIds.filter((id) => id === 'cpu' || backends.some(({ name }) => name === id));
}

/** What a graph is opened with to run on a device. What the device has no operator for runs on the CPU. */
export function sessionOptionsOf(device: DeviceId): InferenceSession.SessionOptions {
  if (device === 'cpu') return {};
  // The runtime warns of every graph with an operator for the CPU, and each has some: those about shapes.
  return { executionProviders: [device, 'cpu'], logSeverityLevel: 3 };
}
