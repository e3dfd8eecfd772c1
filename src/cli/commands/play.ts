import { basename } from "node:path";
import { Command, Option } from "commander";
import { encodeLabels } from "../../data/labels.ts";
import { createLoss } from "../../losses/index.ts";
import { type ModelJSON, modelToJSON } from "../../model/json.ts";
import { loadDataset } from "../data/load.ts";
import { type Interrupted, onInterrupt } from "../interrupt.ts";
import {
  addDataOptions,
  addOutputOptions,
  type DataFlags,
  loadOptions,
  type OutputFlags,
} from "../options.ts";
import { listen, parsePort } from "../play/listen.ts";
import { openBrowser } from "../play/open-browser.ts";
import { ownData } from "../play/own-data.ts";
import { authority } from "../play/policy.ts";
import { playServer } from "../play/server.ts";
import { entrancePath, Session } from "../play/session.ts";
import { playgroundSite } from "../play/site.ts";
import { count, style } from "../render/style.ts";
import { type Labelled, labelled } from "./labelled.ts";
import { readModel, readModelAndData } from "./model-and-data.ts";

interface Flags extends DataFlags, OutputFlags {
  port?: number;
  open?: boolean;
  data?: string;
}

/** hinge play: the playground, served on this machine alone. */
export function playCommand(done: (code: number) => void): Command {
  const command = new Command("play")
    .description("the playground: see the gradient in your browser, served on 127.0.0.1")
    .argument("[model]", "a model saved by hinge train, to begin with")
    .option("--data <data>", "your own labelled data: a file, - for stdin, or a bundled set")
    .addOption(
      new Option("--port <number>", "the port (default: 4464, or the next one that is free)").argParser(
        parsePort,
      ),
    )
    .option("--open", "open it in your browser");
  addDataOptions(command);
  return addOutputOptions(command)
    .addHelpText("after", examples)
    .action(async (model: string | undefined, flags: Flags) => done(await play(model, flags)));
}

const examples = `
Examples:
  hinge play --open
  hinge play --port 8000
  hinge play digits.model.json --data digits:test --open

It answers to this machine alone, by its number 127.0.0.1, and needs no network.
Your own model and data are shown to one browser only: the first one that opens
the address printed, which works once. Ctrl-C ends it.`;

async function play(model: string | undefined, flags: Flags): Promise<number> {
  const site = playgroundSite();
  const session = await ownSession(model, flags);
  const server = playServer({ site, session });
  const port = await listen(server, flags.port);
  const origin = `http://${authority(port)}`;
  const address = `${origin}${session === undefined ? "/" : `${entrancePath}?${session.token}`}`;
  const signal = onInterrupt.signal();
  if (flags.json) print(JSON.stringify({ address, port }));
  else if (!flags.quiet) print(greeting(address, session !== undefined));
  if (flags.open && !(await openBrowser(address)) && !flags.quiet && !flags.json) {
    print("No browser could be opened from here; open the address yourself.");
  }
  await aborted(signal);
  server.close();
  server.closeAllConnections();
  if (!flags.quiet && !flags.json) print("\nStopped.");
  return (signal.reason as Interrupted).exitCode;
}

/** What there is to protect: nothing, without a model or data of one's own. */
async function ownSession(modelPath: string | undefined, flags: Flags): Promise<Session | undefined> {
  const { data: dataPath } = flags;
  if (modelPath === undefined && dataPath === undefined) return undefined;
  const name = basename(dataPath ?? modelPath!);
  if (dataPath === undefined)
    return new Session({ name, model: asJson(await readModel(modelPath!)), data: null });
  const read = modelPath === undefined ? undefined : await readModelAndData(modelPath, dataPath, flags, true);
  const set = labelled(read?.data ?? (await loadDataset(dataPath, loadOptions(flags))));
  const imageShape = read?.input.imageShape ?? set.imageShape;
  const { data, nSamples } = ownData({ ...set, imageShape });
  if (data.y.length < nSamples && !flags.quiet && !flags.json) {
    print(`The page gets ${count(data.y.length)} of the ${count(nSamples)} samples, evenly chosen.`);
  }
  return new Session({ name, model: read === undefined ? untrained(set) : asJson(read), data });
}

/** The model as its file has it, less the checksum. */
function asJson({ svm, input, certificate }: Awaited<ReturnType<typeof readModel>>) {
  return { ...svm.toJSON(), certificate: certificate ?? null, input };
}

/** Where a descent begins: all weights 0. */
function untrained({ X, labels }: Labelled): ModelJSON {
  const { classes } = encodeLabels(labels);
  const loss = createLoss({ loss: "weston-watkins" });
  const nFeatures = X.shape[1];
  const nScores = loss.nScores(classes.length);
  const W = new Float64Array(nScores * nFeatures);
  return modelToJSON(loss, { classes, nFeatures, W, bias: new Float64Array(nScores) }, undefined);
}

function greeting(address: string, once: boolean): string {
  return [
    `${style.title("The playground is at")} ${address}`,
    style.faint(once ? "The address works once, for one browser. Ctrl-C ends it." : "Ctrl-C ends it."),
  ].join("\n");
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
