import { Controller, Get, Param, Res } from '@nestjs/common';
import { Public } from '@pulsetech/server-kit';
import type { Response } from 'express';
import { ImagesService, type Image } from './images.service.js';

/** Pictures at Moodle's addresses, as the web service tells them. They show nothing of anybody. */
@Public()
@Controller()
export class ImagesController {
  constructor(private readonly images: ImagesService) {}

  @Get('theme/image.php/boost/core/:revision/u/:size')
  userPicture(@Param('revision') revision: string, @Param('size') size: string, @Res() response: Response): void {
    send(response, this.images.userPicture(revision, size));
  }

  @Get('pluginfile.php/:contextId/course/generated/course.svg')
  async courseImage(@Param('contextId') contextId: string, @Res() response: Response): Promise<void> {
    send(response, await this.images.courseImage(contextId));
  }
}

function send(response: Response, { svg, keptSeconds }: Image): void {
  response.set({
    'Content-Type': 'image/svg+xml; charset=utf-8',
    'Cache-Control': `public, max-age=${keptSeconds}${keptSeconds >= 31_536_000 ? ', immutable' : ''}`,
    // Nothing is loaded or run also when somebody opens a picture as a page, and other sites' pages may show it.
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    'Cross-Origin-Resource-Policy': 'cross-origin',
  });
  response.send(svg);
}
