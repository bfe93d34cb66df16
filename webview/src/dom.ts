// Elements, made in one call. Nothing sets `style`: the page's policy allows no inline styles.
import type { Shape } from './shapes.ts';

type Attributes = Readonly<Record<string, string | number | undefined>>;

const svgNamespace = 'http://www.w3.org/2000/svg';

export function element<Tag extends keyof HTMLElementTagNameMap>(
  document: Document,
  tag: Tag,
  attributes: Attributes,
  parts: readonly (Node | string)[] = [],
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  setAll(made, attributes);
  made.append(...parts);
  return made;
}

export function svgElement<Tag extends keyof SVGElementTagNameMap>(
  document: Document,
  tag: Tag,
  attributes: Attributes,
): SVGElementTagNameMap[Tag] {
  const made = document.createElementNS(svgNamespace, tag);
  setAll(made, attributes);
  return made;
}

export function setAll(target: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) target.removeAttribute(name);
    else target.setAttribute(name, String(value));
  }
}

export function shapeElement(document: Document, shape: Shape): SVGElement {
  const made = svgElement(document, shape.tag, shape.at);
  if (shape.title !== undefined) {
    const title = svgElement(document, 'title', {});
    title.textContent = shape.title;
    made.append(title);
  }
  if (shape.text !== undefined) made.append(shape.text);
  for (const part of shape.parts ?? []) made.append(shapeElement(document, part));
  return made;
}
