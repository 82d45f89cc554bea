import type { WebserviceAnswerDto, WebserviceSamplesDto } from '@pulsetech/contracts';
import { useState } from 'react';

export const LANGUAGES: Readonly<Record<keyof WebserviceSamplesDto, string>> = {
  curl: 'curl',
  javascript: 'JavaScript',
  python: 'Python',
};

export const FORMATS: Readonly<Record<keyof WebserviceAnswerDto, string>> = { json: 'JSON', xml: 'XML' };

/** What the reader prefers, for the whole page at once. */
export interface SampleChoice {
  readonly language: keyof WebserviceSamplesDto;
  readonly chooseLanguage: (language: keyof WebserviceSamplesDto) => void;
  readonly format: keyof WebserviceAnswerDto;
  readonly chooseFormat: (format: keyof WebserviceAnswerDto) => void;
}

export function useSampleChoice(): SampleChoice {
  const [language, chooseLanguage] = useState<keyof WebserviceSamplesDto>('curl');
  const [format, chooseFormat] = useState<keyof WebserviceAnswerDto>('json');
  return { language, chooseLanguage, format, chooseFormat };
}
