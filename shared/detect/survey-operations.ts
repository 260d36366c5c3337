/** What stands in place of a call where no call brought a resource up. */

/** The scheduled look at everything. */
export const SWEEP = "Sweep";
/** The look at what stands on something in the network that changed. */
export const RECHECK = "Recheck";
