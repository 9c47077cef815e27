import { Button } from '@mantine/core';
import { onlineManager } from '@tanstack/react-query';
import { Component, type ReactNode } from 'react';
import { Note } from './Note.tsx';

/** The code of a part could not be fetched. */
export class NotFetched extends Error {}

interface PartBoundaryProps {
  /** What is shown; where that is another, it is tried anew. */
  readonly shown?: string;
  readonly onAgain?: () => void;
  readonly children?: ReactNode;
}

/** Where a part of a page cannot be shown, it says so in its place: what stands around it stays, with all that was typed. */
export class PartBoundary extends Component<PartBoundaryProps, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };
  #stop: (() => void) | undefined;

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidMount(): void {
    this.#stop = onlineManager.subscribe((isOnline) => {
      if (isOnline && this.state.error instanceof NotFetched) this.#tryAgain();
    });
    // It failed before, where it was shown last.
    if (this.state.error instanceof NotFetched) this.#tryAgain();
  }

  override componentWillUnmount(): void {
    this.#stop?.();
  }

  override componentDidUpdate({ shown }: PartBoundaryProps): void {
    if (shown !== this.props.shown && this.state.error !== null) this.#tryAgain();
  }

  #tryAgain = (): void => {
    this.props.onAgain?.();
    this.setState({ error: null });
  };

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    const isFetched = !(error instanceof NotFetched);
    if (!isFetched && !onlineManager.isOnline()) return <Note tone="plain" text={away} />;
    return (
      <Note tone="problem" text={isFetched ? stopped(error) : updated}>
        {!isFetched && (
          <Button variant="default" size="compact-xs" onClick={this.#tryAgain}>
            Try again
          </Button>
        )}
        <Button variant="default" size="compact-xs" onClick={() => location.reload()}>
          Reload
        </Button>
      </Note>
    );
  }
}

const stopped = ({ message }: Error): string =>
  `This part of the page stopped working (${message}). Calls are not affected. Save or copy what you have changed, then reload.`;
const updated =
  'This part of the page cannot be fetched; Hookline was probably updated since the page was opened. Save or copy what you have changed, then reload.';
const away = 'This part of the page is fetched when the connection to Hookline is back.';
