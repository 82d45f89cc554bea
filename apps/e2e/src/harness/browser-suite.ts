import { Chromium } from './chromium.js';
import { RunningProduct, type ProductOptions } from './running-product.js';
import { Visitor } from './visitor.js';

export interface BrowserSuite {
  readonly product: RunningProduct;
  readonly chromium: Chromium;
  /** Somebody new with a browser of their own. */
  newVisitor(): Promise<Visitor>;
}

/**
 * The product and a browser for all tests of one file. After each test everybody leaves and the sandbox is as new; of a
 * test that failed, pictures of the pages are kept in `test-results/screenshots`.
 */
export function browserSuite(options: ProductOptions = {}): BrowserSuite {
  let product: RunningProduct | undefined;
  let chromium: Chromium | undefined;
  const running = <T>(thing: T | undefined): T => {
    if (thing === undefined) throw new Error('The product is started before the first test.');
    return thing;
  };
  beforeAll(async () => {
    product = await RunningProduct.start(options);
    chromium = await Chromium.launch();
  });
  afterEach(async () => {
    await chromium?.closePeople();
    await product?.sandbox.reset();
  });
  afterAll(async () => {
    await chromium?.close();
  });
  return {
    get product() {
      return running(product);
    },
    get chromium() {
      return running(chromium);
    },
    newVisitor: async () => new Visitor(await running(chromium).newPerson(), running(product).url),
  };
}

/** A test that leaves pictures of all open pages behind when it fails. */
export function browserTest(suite: BrowserSuite, name: string, work: () => Promise<void>): void {
  it(name, async () => {
    try {
      await work();
    } catch (error) {
      await suite.chromium.saveScreenshots(name);
      throw error;
    }
  });
}
