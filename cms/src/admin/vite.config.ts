import { mergeConfig, type UserConfig } from 'vite';

/** Compiled by Vite only; the server part of the app never sees this folder. */
export default (config: UserConfig): UserConfig =>
  mergeConfig(config, { resolve: { dedupe: ['react', 'react-dom', 'styled-components'] } });
