// The script of the frame that shows a student's page. The page is written over it, and keeps the
// policy and the missing origin of this document.

// The one way out that no policy closes.
for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection']) delete globalThis[name];
addEventListener(
  'message',
  ({ data, source }) => {
    if (source !== parent || typeof data?.page !== 'string') return;
    document.open();
    document.write(data.page);
    document.close();
  },
  { once: true },
);
