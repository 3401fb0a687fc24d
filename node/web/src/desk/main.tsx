import '../shared/base.css';
import './desk.css';
import './sheet.css';
import './panel.css';
import { begin } from '../shared/begin.tsx';
import { keep_in_step } from '../shared/node.ts';
import { Desk } from './desk.tsx';
import { client, refresh } from './state.ts';

const look = keep_in_step(client, refresh);
await begin('desk.title', <Desk look={look} />);
