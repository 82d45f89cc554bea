import { Module } from '@nestjs/common';
import { LmsModule } from '../lms.module.js';
import { ImagesController } from './images.controller.js';
import { ImagesService } from './images.service.js';

@Module({ imports: [LmsModule], controllers: [ImagesController], providers: [ImagesService] })
export class ImagesModule {}
