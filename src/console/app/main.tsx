import './style/index.css';
import { render } from 'preact';
import { LocalStack } from './model/local-stack.ts';
import { App } from './view/app.tsx';

render(<App local={new LocalStack()} />, document.getElementById('app') as HTMLElement);
