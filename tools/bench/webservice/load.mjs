// The load generator, in a process of its own: reads an order (JSON, first argument), prints what it measured (JSON).
import autocannon from 'autocannon';

const order = JSON.parse(process.argv[2]);

/** What one connection sends, again and again: its own users, all of them with each set of roles in turn. */
function requestsOf(connection) {
  const users = order.users.filter((_, index) => index % order.connections === connection);
  return order.roleSets.flatMap((roles) => users.map((user) => requestOf(user, roles)));
}

function requestOf(discordId, roles) {
  const form = new URLSearchParams({
    wstoken: order.token,
    wsfunction: order.wsfunction,
    moodlewsrestformat: 'json',
    discord_id: discordId,
  });
  roles?.forEach((role, index) => form.set(`discord_roles[${index}]`, role));
  return {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  };
}

const perCycle = order.users.length * order.roleSets.length;

/** Sends whole cycles, so that the next call finds every user as this one did. */
async function sendCycles(cycles, isRight) {
  const latencies = [];
  let wrong = '';
  let next = 0;
  const started = process.hrtime.bigint();
  const run = autocannon({
    url: order.url,
    connections: order.connections,
    amount: cycles * perCycle,
    timeout: 60,
    setupClient: (client) => client.setRequests(requestsOf(next++)),
    verifyBody: (body) => {
      const right = isRight(String(body));
      if (!right) wrong = String(body);
      return right;
    },
  });
  // autocannon itself ends on the next full second, which is no part of the work.
  let answered = started;
  run.on('response', (_client, _status, _bytes, ms) => {
    latencies.push(ms);
    answered = process.hrtime.bigint();
  });
  const result = await run;
  const seconds = Number(answered - started) / 1e9;
  const problems = [];
  if (result.errors > 0) problems.push(`${result.errors} requests without an answer`);
  if (result.non2xx > 0) problems.push(`${result.non2xx} answers other than 2xx`);
  if (result.mismatches > 0) problems.push(`${result.mismatches} answers of another kind, such as ${wrong}`);
  if (latencies.length !== cycles * perCycle)
    problems.push(`${latencies.length} answers to ${cycles * perCycle} requests`);
  latencies.sort((a, b) => a - b);
  return { rps: latencies.length / seconds, p50: at(latencies, 0.5), p99: at(latencies, 0.99), seconds, problems };
}

function at(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

const expected = (body) => order.mustContain.every((part) => body.includes(part));

// The first visits put every user where the cycle ends; the warm-up then tells how much fits into a round.
await sendCycles(1, () => true);
let warmUp = await sendCycles(1, expected);
const fitting = (seconds) => Math.max(1, Math.round((seconds * warmUp.rps) / perCycle));
if (warmUp.problems.length === 0) warmUp = await sendCycles(fitting(order.secondsPerRound / 2), expected);
const cycles = fitting(order.secondsPerRound);
const rounds = [];
const problems = [...warmUp.problems];
for (let round = 0; round < order.rounds && problems.length === 0; round++) {
  const measured = await sendCycles(cycles, expected);
  problems.push(...measured.problems);
  rounds.push({ rps: measured.rps, p50: measured.p50, p99: measured.p99 });
}
console.log(JSON.stringify({ rounds, problems }));
