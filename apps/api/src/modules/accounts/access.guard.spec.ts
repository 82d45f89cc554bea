import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { CAPABILITIES } from '@pulsetech/contracts';
import { Public, RequireCapability, RequireSignIn } from './access.decorators.js';
import { accessOf } from './access.guard.js';

@Public()
class OpenController {
  open(): void {
    return undefined;
  }

  @RequireSignIn()
  own(): void {
    return undefined;
  }
}

@RequireCapability(CAPABILITIES.manage)
class AdminController {
  manage(): void {
    return undefined;
  }

  @Public()
  open(): void {
    return undefined;
  }
}

class SilentController {
  nothing(): void {
    return undefined;
  }
}

type Handler = ReturnType<ExecutionContext['getHandler']>;

describe('what a route asks for', () => {
  const of = (controller: ReturnType<ExecutionContext['getClass']>, handler: Handler) =>
    accessOf(new Reflector(), {
      getClass: (() => controller) as ExecutionContext['getClass'],
      getHandler: () => handler,
    });

  it('is what its controller says unless it says so itself, in both directions', () => {
    const open = OpenController.prototype;
    const admin = AdminController.prototype;
    expect(of(OpenController, Reflect.get(open, 'open'))).toEqual({ kind: 'public' });
    expect(of(OpenController, Reflect.get(open, 'own'))).toEqual({ kind: 'signed-in' });
    expect(of(AdminController, Reflect.get(admin, 'manage'))).toEqual({
      kind: 'capability',
      capability: CAPABILITIES.manage,
    });
    expect(of(AdminController, Reflect.get(admin, 'open'))).toEqual({ kind: 'public' });
  });

  it('is unknown where nobody says anything', () => {
    expect(of(SilentController, Reflect.get(SilentController.prototype, 'nothing'))).toBeNull();
  });
});
