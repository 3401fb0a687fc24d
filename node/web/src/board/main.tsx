import '../shared/base.css';
import './board.css';
import { Client } from '../api/client.ts';
import type { Board } from '../api/shapes.ts';
import { begin } from '../shared/begin.tsx';
import { keep_in_step } from '../shared/node.ts';
import { clock_says } from '../shared/node_clock.ts';
import { board, BoardScreen } from './board.tsx';

const client = new Client('board');

await begin('board.title', <BoardScreen />);
keep_in_step(client, async () => {
    const told = await client.get<Board>('/api/board');
    clock_says(told.now);
    board.value = told;
});
