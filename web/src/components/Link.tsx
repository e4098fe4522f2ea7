import { Anchor, Button, type AnchorProps, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import { forwardRef, type ComponentPropsWithoutRef } from 'react';

type AnchorLike = Omit<AnchorProps, 'href'> & Omit<ComponentPropsWithoutRef<'a'>, keyof AnchorProps>;
const AnchorElement = forwardRef<HTMLAnchorElement, AnchorLike>((properties, reference) => (
  <Anchor ref={reference} {...properties} />
));
AnchorElement.displayName = 'AnchorElement';

/** A link to another page of this website, checked against the routes. */
export const Link = createLink(AnchorElement);

type ButtonLike = Omit<ButtonProps, 'href'> & Omit<ComponentPropsWithoutRef<'a'>, keyof ButtonProps>;
const ButtonElement = forwardRef<HTMLAnchorElement, ButtonLike>((properties, reference) => (
  <Button component="a" ref={reference} {...properties} />
));
ButtonElement.displayName = 'ButtonElement';

/** The same, looking like a button. */
export const LinkButton = createLink(ButtonElement);
