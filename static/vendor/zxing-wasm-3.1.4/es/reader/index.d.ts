// Ours, not the package's: the part of its interface that the kiosk's page uses.

export interface Point {
  x: number;
  y: number;
}

export interface ReadResult {
  isValid: boolean;
  error: string;
  text: string;
  position: { topLeft: Point; topRight: Point; bottomLeft: Point; bottomRight: Point };
}

export interface ReaderOptions {
  formats: string[];
  tryHarder?: boolean;
  tryInvert?: boolean;
  tryRotate?: boolean;
  tryDownscale?: boolean;
  tryDenoise?: boolean;
  returnErrors?: boolean;
  maxNumberOfSymbols?: number;
}

export function prepareZXingModule(options: {
  overrides: { locateFile: (path: string) => string };
  fireImmediately: true;
}): Promise<unknown>;

export function readBarcodes(image: ImageData, options: ReaderOptions): Promise<ReadResult[]>;
