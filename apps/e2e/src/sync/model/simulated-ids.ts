import { DEMO_GUILD } from '../../../../../tools/demo-wiring.mjs';

/** Ids of what the simulation adds to the demo's site and guild, far from those of the demo. */
export const GUILD = DEMO_GUILD;
export const FIRST_USER = 10_001;
export const FIRST_COURSE = 20_001;
export const FIRST_COHORT = 30_001;
export const FIRST_LMS_ROLE = 201;

export const STUDENT = 5;
export const TEACHER = 4;

/** A person of the demo who teaches: what is done by hand carries this id. */
export const TEACHER_ID = 4;

export const discordUser = (index: number): string => String(400_000_000_000_000_000n + BigInt(index));
export const discordRole = (index: number): string => String(600_000_000_000_000_000n + BigInt(index));
export const discordStranger = (index: number): string => String(450_000_000_000_000_000n + BigInt(index));
