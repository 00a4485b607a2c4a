import { useParams } from '@tanstack/react-router';
import { Receipt } from '../receipt/receipt.tsx';

/** What became of a declaration. */
export function ReceiptPage() {
  const { incident } = useParams({ from: '/app/incidents/$incident/receipt' });
  return <Receipt incident={incident} />;
}
