import { join } from 'node:path';
import { courseOfEvents } from './conformance/course-of-events.js';
import { exchange } from './conformance/http-exchange.js';
import { LabSite } from './conformance/lab/lab-site.js';
import { readRecordings } from './conformance/recording.js';
import { Replay } from './conformance/replay.js';
import { Tally } from './conformance/tally.js';

const OWN_FOLDER = join(__dirname, '../recordings');
const FOLDER = process.env['CONFORMANCE_RECORDINGS'] || OWN_FOLDER;

const own = readRecordings(OWN_FOLDER);
const files = FOLDER === OWN_FOLDER ? own : readRecordings(FOLDER);
const database = process.env['TEST_DATABASE'] === 'mariadb' ? 'mariadb' : 'sqlite';

const tally = new Tally();
let lab: LabSite;
let replay: Replay;

beforeAll(async () => {
  lab = await LabSite.start();
  replay = new Replay(lab, own, tally, { functionsOfProduct: await functionsOf(lab), database });
});
afterAll(async () => {
  process.stdout.write(`${String(tally)}\n`);
  await lab.close();
});

describe.each(files.map((file) => ({ name: file.name, steps: courseOfEvents(file, own) })))(
  'as Moodle did in $name',
  ({ name, steps }) => {
    beforeAll(() => lab.putBackGrants());

    let skipped: (typeof steps)[number][] = [];
    for (const step of steps) {
      if (!step.compared) {
        skipped.push(step);
        continue;
      }
      const before = skipped;
      skipped = [];
      it(`answers ${step.recording.name}`, async () => {
        if ([...before, step].some(({ begins }) => begins)) await lab.putBackGrants();
        for (const { recording } of before) await replay.repeat(name, recording);
        expect(await replay.judge(name, step.recording)).toEqual([]);
      });
    }
  },
);

if (FOLDER === OWN_FOLDER) {
  describe('the exceptions', () => {
    it('are all needed', () => {
      expect(tally.unused(database)).toEqual([]);
    });
  });
}

/** The names of the product's own functions, as it tells them to any client. */
async function functionsOf({ surroundings }: LabSite): Promise<ReadonlySet<string>> {
  const { body } = await exchange(surroundings.siteUrl, {
    method: 'GET',
    path: `/webservice/rest/server.php?wstoken=${surroundings.tokens.get('TOKEN')}&wsfunction=core_webservice_get_site_info&moodlewsrestformat=json`,
    headers: {},
    body: '',
  });
  const { functions = [] } = JSON.parse(body) as { functions?: { name: string }[] };
  if (functions.length === 0) throw new Error(`The product tells no functions, but: ${body}`);
  return new Set(functions.map(({ name }) => name));
}
