// A thread that helps the searches of the `racewalk` command, one after the other.
import { parentPort } from 'node:worker_threads';
import { type Job, serve } from '@racewalk/simulator';

if (parentPort === null) throw new Error('this runs as a thread of the racewalk command');
parentPort.on('message', (job: Job) => serve(job));
