import { useSignal } from "@preact/signals";

interface NumberFieldProps {
  label: string;
  /** The label is for those alone who do not see the field's place. */
  unseen?: boolean;
  value: number;
  step: number;
  min?: number;
  /** How the value is shown while nobody types. */
  show?: (value: number) => string;
  onChange: (value: number) => void;
}

/** A number to type; what is no number yet changes nothing. */
export function NumberField({
  label,
  unseen = false,
  value,
  step,
  min,
  show = String,
  onChange,
}: NumberFieldProps) {
  // What stands there while somebody types; a selection that comes with the focus is left as it is.
  const typed = useSignal<string | undefined>(undefined);
  const field = (
    <input
      type="number"
      {...(unseen ? { "aria-label": label } : {})}
      value={typed.value ?? show(value)}
      step={step}
      {...(min === undefined ? {} : { min })}
      onInput={(event) => {
        typed.value = event.currentTarget.value;
        const number = event.currentTarget.valueAsNumber;
        if (Number.isFinite(number) && number >= (min ?? Number.NEGATIVE_INFINITY)) onChange(number);
      }}
      onBlur={() => {
        typed.value = undefined;
      }}
    />
  );
  if (unseen) return field;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the field stands in it
    <label>
      {label}
      {field}
    </label>
  );
}
