import { batch } from "@preact/signals";
import { setPoint } from "../state/actions.ts";
import { dragged } from "../state/dragging.ts";
import { adjust } from "../state/store.ts";
import type { Frame } from "./scale.ts";

/** Each drag is one change to undo. */
let drags = 0;

/** The plot's corner on the screen. Nothing scrolls while a point is held. */
let corner: DOMRect | undefined;

/** What the pointer's last move asks for; it is done once a frame, however often a mouse reports. */
let asked: (() => void) | undefined;
let frameAsked = 0;

/** A point under a mouse, a pen or a finger is held until that is lifted. */
export function grab(event: PointerEvent, i: number): void {
  if (event.button !== 0) return;
  const element = event.currentTarget as SVGGElement;
  element.setPointerCapture(event.pointerId);
  corner = element.ownerSVGElement!.getBoundingClientRect();
  drags++;
  // A finger gives no focus before it is lifted.
  adjust({ selected: i });
}

export function drag(event: PointerEvent, i: number, { x, y }: Frame): void {
  const element = event.currentTarget as SVGGElement;
  if (corner === undefined || !element.hasPointerCapture(event.pointerId)) return;
  const to = [x.toValue(event.clientX - corner.left), y.toValue(event.clientY - corner.top)] as const;
  const kind = `drag ${drags}`;
  if (asked === undefined) frameAsked = requestAnimationFrame(move);
  asked = () => {
    dragged.value = i;
    setPoint(i, ...to, kind);
  };
}

/** The pointer is lifted: the last move is not lost. */
export function drop(): void {
  cancelAnimationFrame(frameAsked);
  move();
  corner = undefined;
  dragged.value = -1;
}

function move(): void {
  if (asked === undefined) return;
  const now = asked;
  asked = undefined;
  batch(now);
}
