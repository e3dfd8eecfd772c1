import { render } from "preact";
import { App } from "./app.tsx";
import { keepAddress } from "./state/address.ts";
import { openAddress } from "./state/load.ts";

await openAddress();
render(<App />, document.getElementById("app")!);
keepAddress();
addEventListener("hashchange", openAddress);
