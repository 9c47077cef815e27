import { Loader } from '@mantine/core';
import { createElement, lazy, Suspense, type ComponentType, type ReactNode } from 'react';
import { NotFetched, PartBoundary } from './PartBoundary.tsx';

/** A component whose code is fetched when it is first shown, and again where that failed. `meanwhile` stands in its place. */
export function lazily<Props extends object>(
  fetch: () => Promise<ComponentType<Props>>,
  meanwhile: ReactNode = createElement(Loader, { size: 'sm', 'aria-label': 'Loading' }),
): ComponentType<Props> {
  const fetched = () =>
    lazy(async () => {
      try {
        return { default: await fetch() };
      } catch (error) {
        throw new NotFetched('The code of a part of the page was not fetched.', { cause: error });
      }
    });
  let Part: ComponentType<Props> = fetched();
  // What has failed once fails for ever: it is made anew.
  const onAgain = () => {
    Part = fetched();
  };
  const Newest = (props: Props) => createElement(Part, props);
  return (props) =>
    createElement(
      PartBoundary,
      { onAgain },
      createElement(Suspense, { fallback: meanwhile }, createElement(Newest, props)),
    );
}
