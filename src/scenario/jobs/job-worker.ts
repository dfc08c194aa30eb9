/** What a worker thread starts with. It is started with the shared market as its data. */
import { enableCompileCache } from 'node:module'
import { workerData } from 'node:worker_threads'
import { type CarriedError, carryError } from './job-error.ts'
import type { JobResult, RunJob } from './run-job.ts'
import type { SharedMarket } from './shared-market.ts'

// Code that was compiled before is not compiled anew, here or in the next process.
enableCompileCache()

/** What a thread answers: errors cannot cross as they are. */
export type JobAnswer = { readonly result: JobResult } | { readonly carried: CarriedError }

export async function answerJob(job: RunJob): Promise<JobAnswer> {
  try {
    const { executeJob } = await import('./execute-job.ts')
    return { result: await executeJob(job, { market: workerData as SharedMarket }) }
  } catch (error) {
    return { carried: carryError(error) }
  }
}
