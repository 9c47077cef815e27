import { Title } from '@mantine/core';
import { useId, type ReactNode, type RefObject } from 'react';
import styles from './Section.module.css';

/** A part of a form: its name at the left, its fields at the right; one below the other where it is narrow. */
export function Section({
  title,
  aside,
  heading,
  children,
}: {
  title: string;
  /** Given where a link leads to it. */
  heading?: RefObject<HTMLHeadingElement | null>;
  aside?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.head}>
        <Title order={2} id={id} ref={heading} tabIndex={heading && -1}>
          {title}
        </Title>
        {aside}
      </div>
      <div className={styles.body}>{children}</div>
    </section>
  );
}
