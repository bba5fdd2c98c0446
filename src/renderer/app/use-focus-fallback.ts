import { useEffect } from 'react';

const controls = 'a[href], button, input, select, textarea, [tabindex]';

/** An element that had the focus, and those around it from the inside out. */
interface FocusPath {
  element: Element;
  /** With the index of the child through which the path leads. */
  ancestors: { element: Element; index: number }[];
}

/**
 * Moves the focus to a control nearby when the element that has it is removed: a revoked key, the bar of a selection that is
 * cleared. Otherwise the keyboard would start again at the top of the window, and a screen reader would say nothing.
 */
export function useFocusFallback(): void {
  useEffect(() => {
    /** The last focus in the window and in each open dialog. */
    const paths = new WeakMap<Element, FocusPath>();
    let lastFocused: Element | undefined;

    const onFocus = ({ target }: FocusEvent): void => {
      if (!(target instanceof Element)) return;
      lastFocused = target;
      const layer = layerOf(target);
      if (layer) paths.set(layer, pathOf(target, layer));
    };
    const onPointer = ({ target }: PointerEvent): void => {
      // A user who clicks beside the controls gives the focus up.
      if (target instanceof Element && !target.closest(`${controls}, label`)) lastFocused = undefined;
    };
    const observer = new MutationObserver((mutations) => {
      if (document.activeElement !== document.body || !lastFocused) return;
      if (lastFocused.isConnected) {
        // A button is disabled, and loses the focus, while what it has started is running.
        const wasDisabled = mutations.some(
          ({ type, target }) => type === 'attributes' && target === lastFocused,
        );
        if (wasDisabled && isControl(lastFocused)) lastFocused.focus();
        return;
      }
      const layer = [...document.querySelectorAll('[aria-modal="true"]')].at(-1) ?? document.body;
      const path = paths.get(layer);
      if (path) focusNearby(path);
    });

    document.addEventListener('focusin', onFocus);
    document.addEventListener('pointerdown', onPointer);
    observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ['disabled'] });
    return () => {
      document.removeEventListener('focusin', onFocus);
      document.removeEventListener('pointerdown', onPointer);
      observer.disconnect();
    };
  }, []);
}

/** The dialog or window that an element belongs to; undefined for menus and lists, which lead back to their button. */
function layerOf(element: Element): Element | undefined {
  const dialog = element.closest('[aria-modal="true"]');
  if (dialog) return dialog;
  return element.closest('[data-portal]') ? undefined : document.body;
}

function pathOf(element: Element, layer: Element): FocusPath {
  const ancestors: FocusPath['ancestors'] = [];
  let child = element;
  while (child !== layer && child.parentElement) {
    const parent = child.parentElement;
    ancestors.push({ element: parent, index: [...parent.children].indexOf(child) });
    child = parent;
  }
  return { element, ancestors };
}

/**
 * Focuses the element itself, if only what lay over it is gone; else what took its place, else the control before it, else the
 * nearest one around them.
 */
function focusNearby({ element: focused, ancestors }: FocusPath): void {
  if (isControl(focused)) {
    focused.focus();
    return;
  }
  for (const { element, index } of ancestors) {
    if (!element.isConnected) continue;
    const children = [...element.children];
    const nearestFirst = [...children.slice(index), ...children.slice(0, index).toReversed()];
    const control = nearestFirst.map(firstControl).find((found) => found !== undefined);
    if (control) {
      control.focus();
      return;
    }
    if (element.tagName === 'MAIN' && element instanceof HTMLElement) {
      focusOnce(element);
      return;
    }
  }
}

function firstControl(element: Element): HTMLElement | undefined {
  return [element, ...element.querySelectorAll(controls)].find(isControl);
}

/** Whether the keyboard reaches the element. */
function isControl(element: Element): element is HTMLElement {
  return (
    element instanceof HTMLElement &&
    element.matches(controls) &&
    element.tabIndex >= 0 &&
    !element.matches(':disabled') &&
    element.checkVisibility({ visibilityProperty: true })
  );
}

/** Focuses an element that cannot be focused otherwise. */
function focusOnce(element: HTMLElement): void {
  element.tabIndex = -1;
  element.addEventListener('blur', () => element.removeAttribute('tabindex'), { once: true });
  element.focus();
}
