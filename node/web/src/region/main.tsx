import '../shared/base.css';
import './region.css';
import { begin } from '../shared/begin.tsx';
import { looks_at_sync } from '../shared/hub.ts';
import { keep_looking } from '../shared/node.ts';
import { Region } from './region.tsx';
import { client, refresh } from './state.ts';

await begin('region.title', <Region />);
keep_looking(client, refresh, looks_at_sync(client));
