import { Injectable } from '@nestjs/common';
import { LmsError } from '../lms.errors.js';
import { LmsPort } from '../lms.port.js';
import { coursePattern } from './course-pattern.js';
import { THEME_REVISION, type UserPictureSize } from './image-addresses.js';
import { userPicture } from './user-picture.js';

const A_YEAR = 365 * 24 * 3600;
const A_DAY = 24 * 3600;

export interface Image {
  readonly svg: string;
  /** How long browsers may keep it without asking again. */
  readonly keptSeconds: number;
}

@Injectable()
export class ImagesService {
  constructor(private readonly lms: LmsPort) {}

  /** An address of an older look still shows a picture. Throws LmsError `image_not_found`. */
  userPicture(revision: string, size: string): Image {
    if (!/^-?\d{1,10}$/.test(revision) || !isSize(size)) throw notFound();
    return { svg: userPicture(size), keptSeconds: revision === String(THEME_REVISION) ? A_YEAR : A_DAY };
  }

  /** Throws LmsError `image_not_found` when there is no such course. */
  async courseImage(contextId: string): Promise<Image> {
    const id = /^[1-9]\d{0,9}$/.test(contextId) ? Number(contextId) : 0;
    if (id === 0 || !(await this.lms.isCourseContext(id))) throw notFound();
    return { svg: coursePattern(id), keptSeconds: A_DAY };
  }
}

function isSize(size: string): size is UserPictureSize {
  return size === 'f1' || size === 'f2';
}

function notFound(): LmsError {
  return new LmsError('image_not_found', 'There is no picture at this address.');
}
