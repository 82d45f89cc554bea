import { Module } from '@nestjs/common';
import { LinksRepository } from './links.repository.js';

/** The links alone, for modules that the linking itself depends on. */
@Module({ providers: [LinksRepository], exports: [LinksRepository] })
export class LinksModule {}
