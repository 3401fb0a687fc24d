import '../shared/base.css';
import './start.css';
import { begin } from '../shared/begin.tsx';
import { Client } from '../api/client.ts';
import { keep_in_step, setup } from '../shared/node.ts';
import { clock_says } from '../shared/node_clock.ts';
import type { Setup } from '../api/shapes.ts';
import { Start } from './start.tsx';

const client = new Client('desk');

await begin('start.title', <Start />);
keep_in_step(client, async () => {
    const told = await client.get<Setup>('/api/setup');
    clock_says(told.now);
    setup.value = told;
});
