import { SetMetadata, type CustomDecorator } from '@nestjs/common';

/** Metadata key of routes that anybody may call; the app's global guard looks for it. */
export const PUBLIC_ROUTE = 'pulsetech:public-route';

/** Marks a route or controller that anybody may call. Everything unmarked is refused by the app's global guard. */
export const Public = (): CustomDecorator => SetMetadata(PUBLIC_ROUTE, true);
