import { lambdalessApp } from './stack.ts';

lambdalessApp().synth();
