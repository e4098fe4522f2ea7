import { Component, type ReactNode } from 'react';
import { PlainReadme } from './PlainReadme';

interface Properties {
  text: string;
  children: ReactNode;
}

/**
 * No README takes the page with it: one that its parsers fail at is shown as it was written. Its key is the text, so that the
 * next one is tried anew.
 */
export class ReadmeBoundary extends Component<Properties, { isFailed: boolean }> {
  override state = { isFailed: false };

  static getDerivedStateFromError() {
    return { isFailed: true };
  }

  override render() {
    return this.state.isFailed ? <PlainReadme text={this.props.text} /> : this.props.children;
  }
}
