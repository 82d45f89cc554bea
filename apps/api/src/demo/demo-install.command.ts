import { Command, CommandRunner, Option } from 'nest-commander';
import { DemoInstaller } from './demo-installer.service.js';

@Command({ name: 'demo:install', description: 'Fill an empty site with the users, courses and mappings of the demo' })
export class DemoInstallCommand extends CommandRunner {
  constructor(private readonly installer: DemoInstaller) {
    super();
  }

  override async run(_: string[], { licenceKey }: { readonly licenceKey: string }): Promise<void> {
    const { installed, tokenPath } = await this.installer.install(licenceKey);
    process.stdout.write(installed ? 'The demo is installed.\n' : 'The demo was installed already.\n');
    process.stdout.write(`Its web service token stands in ${tokenPath}\n`);
  }

  @Option({ flags: '--licence-key <key>', description: 'Licence key of the demo', required: true })
  licenceKey(value: string): string {
    return value;
  }
}
