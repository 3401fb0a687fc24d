import '../shared/base.css';
import './kiosk.css';
import { Client } from '../api/client.ts';
import { language_wanted, speak } from '../language/speak.ts';
import { begin } from '../shared/begin.tsx';
import { keep_in_step } from '../shared/node.ts';
import { watch_attention } from './attention.ts';
import { load_greetings } from './greetings.ts';
import { KioskScreen } from './kiosk.tsx';

const client = new Client('kiosk');

await load_greetings();
await begin('kiosk.title', <KioskScreen />);
watch_attention(() => void speak(language_wanted()));
keep_in_step(client, async () => {
    await client.get('/api/health');
});
