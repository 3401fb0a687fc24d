import '../shared/base.css';
import './desk.css';
import './sheet.css';
import './panel.css';
import './absence.css';
import { begin } from '../shared/begin.tsx';
import { looks_at_sync } from '../shared/hub.ts';
import { keep_in_step } from '../shared/node.ts';
import { Desk } from './desk.tsx';
import { client, refresh } from './state.ts';

const look = keep_in_step(client, refresh, looks_at_sync(client));
await begin('desk.title', <Desk look={look} />);
