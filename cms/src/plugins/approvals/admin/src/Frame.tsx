import { ArrowLeft } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import type { ReactNode } from 'react';
import { TextLink } from '../../../publisher/admin/src/parts/TextLink';

interface Props {
  readonly title: string;
  readonly about?: string;
  readonly back?: { readonly to: string; readonly label: string };
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** What a page of the approvals stands in. */
export const Frame = ({ title, about, back, action, children }: Props) => (
  <Page.Main>
    <Page.Title>{title}</Page.Title>
    <Layouts.Header
      title={title}
      subtitle={about}
      primaryAction={action}
      navigationAction={
        back === undefined ? undefined : (
          <TextLink to={back.to} startIcon={<ArrowLeft aria-hidden />}>
            {back.label}
          </TextLink>
        )
      }
    />
    <Layouts.Content>{children}</Layouts.Content>
  </Page.Main>
);
