/** The version of this product, e.g. `1.0.1`. */
export class ProductVersion {
  constructor(readonly text: string) {}
}
