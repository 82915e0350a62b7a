export { calibrate, measure } from './calibrate.ts';
export type { Calibration, MeasureOptions } from './calibrate.ts';
export { withCalibration } from './manifestText.ts';
export { pairedDifference } from './parameters.ts';
export { headMapOf, nameOf, reportText } from './report.ts';
export { mostSamples } from './samples.ts';
