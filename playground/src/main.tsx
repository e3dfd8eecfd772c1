import { render } from "preact";
import { App } from "./app.tsx";
import { startTraining } from "./state/fit.ts";

startTraining();
render(<App />, document.getElementById("app")!);
