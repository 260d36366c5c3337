import type { Clock } from "../clock.ts";
import type { Happenings } from "../happenings.ts";

/** What every part of the account is made with. */
export interface Core {
  accountId: string;
  region: string;
  /** `http://127.0.0.1:4599` */
  url: string;
  clock: Clock;
  happenings: Happenings;
}
