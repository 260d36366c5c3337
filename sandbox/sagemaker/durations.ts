/** How long each transition of a resource takes, in milliseconds. Optional stages are left out when theirs is 0. */
export const DEFAULT_DURATIONS = {
  notebookPending: 4_000,
  notebookStopping: 3_000,
  notebookUpdating: 2_000,
  notebookDeleting: 2_000,
  trainingStarting: 5_000,
  /** Waiting for capacity; optional. */
  trainingPending: 0,
  /** Copying the input channels; optional. */
  trainingDownloading: 2_000,
  trainingTraining: 120_000,
  trainingUploading: 2_000,
  trainingStopping: 3_000,
  trainingDeleting: 1_000,
  processingStarting: 5_000,
  processingRunning: 60_000,
  processingStopping: 2_000,
  /** The training stage of a job that a tuning job launched. */
  tuningTraining: 20_000,
  tuningDeleting: 1_000,
  domainPending: 3_000,
  domainUpdating: 2_000,
  domainDeleting: 3_000,
};

export type Durations = typeof DEFAULT_DURATIONS;
export type DurationName = keyof Durations;
