import { RunningProduct } from './running-product.js';

// Also when a test file's own clean-up was never reached: no server outlives the tests.
afterAll(() => RunningProduct.stopAll());
